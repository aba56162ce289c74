// The window in which Kakao's finder runs. What was chosen goes back over a channel whose name only the
// form that opened it knows; this page can reach nothing else of the shop.
(() => {
  "use strict";
  const name = location.hash.slice(1);
  const finder = window.daum && window.daum.Postcode;
  if (!finder || !/^[0-9a-z]{16,64}$/.test(name)) return;
  const channel = new BroadcastChannel("postcode-" + name);
  new finder({
    oncomplete: (data) => {
      // The road address, also where Kakao only guesses it.
      const address = data.autoRoadAddress || data.roadAddress || data.address || "";
      channel.postMessage({ postcode: String(data.zonecode || ""), address: String(address) });
      window.close();
    },
    width: "100%",
    height: "100%",
  }).embed(document.getElementById("finder"));
})();
