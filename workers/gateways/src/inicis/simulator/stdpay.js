// Stands in for INIStdPay.js: sends the shop's form to the simulated window.
(function () {
  var origin = new URL(document.currentScript.src).origin;
  window.INIStdPay = {
    pay: function (id) {
      var form = document.getElementById(id);
      form.method = "post";
      form.acceptCharset = "utf-8";
      form.action = origin + "/stdpay/window";
      form.submit();
    }
  };
})();
