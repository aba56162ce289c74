"""An SMTP server that keeps what it receives, and misbehaves as the recipient's name says.

    python smtp.py '{"directory": "...", "tls": "none"}'

Says its port on the first line and ends with its standard input.
"""

import asyncio
import base64
import collections
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

# What is said at RCPT TO and after the letter; real servers repeat the address in it, too.
AT_RCPT = {
    "nobody": "550 5.1.1 <{}>: no such user",
    "greylisted": "450 4.7.1 <{}>: try again later",
    "elsewhere": "554 5.7.1 <{}>: relay access denied",
}
AT_DATA = {"picky": "554 5.6.0 <{}> will not read this", "stuffed": "452 4.3.1 <{}> is full"}


class Keeper:
    def __init__(self, directory):
        self.directory = directory
        self.kept = 0
        self.seen = collections.Counter()

    async def handle_MAIL(self, server, session, envelope, address, options):
        if address.split("@")[0] == "stranger":
            return f"554 5.7.1 <{address}>: sender not allowed"
        envelope.mail_from = address
        return "250 2.1.0 welcome"

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        self.seen[name] += 1
        if name == "mute-at-rcpt":
            await asyncio.sleep(3600)
        if name == "slow-at-rcpt":
            await asyncio.sleep(1)
        if name == "gone-at-rcpt":
            server.transport.abort()
            await asyncio.sleep(3600)
        if name in AT_RCPT and not (name == "greylisted" and self.seen[name] > 1):
            return AT_RCPT[name].format(address)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 welcome"

    async def handle_DATA(self, server, session, envelope):
        address = envelope.rcpt_tos[0]
        name = address.split("@")[0]
        if name in AT_DATA:
            return AT_DATA[name].format(address)
        self.keep(server, session, envelope)
        if name == "gone-after-letter":
            server.transport.abort()
            await asyncio.sleep(3600)
        if name == "mute-after-letter":
            await asyncio.sleep(3600)
        return f"250 2.0.0 kept as {self.kept}"

    def keep(self, server, session, envelope):
        self.kept += 1
        told = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "raw": base64.b64encode(envelope.original_content).decode(),
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data,
            "peer": str(session.peer),
        }
        path = os.path.join(self.directory, f"{self.kept:06}.json")
        with open(path + ".part", "w") as file:
            json.dump(told, file)
        os.rename(path + ".part", path)


async def main(wanted):
    context = None
    if wanted["tls"] != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(wanted["certificate"], wanted["key"])

    def enter(server, session, envelope, mechanism, login):
        user, password = login.login.decode(), login.password.decode()
        fits = (user, password) == (wanted["user"], wanted["password"])
        return AuthResult(success=fits, handled=False, auth_data=user)

    keeper = Keeper(wanted["directory"])
    loop = asyncio.get_running_loop()

    def session():
        return SMTP(
            keeper,
            loop=loop,
            hostname="fake.example",
            auth_required="user" in wanted,
            auth_require_tls=wanted["tls"] == "starttls",
            authenticator=enter if "user" in wanted else None,
            tls_context=context if wanted["tls"] == "starttls" else None,
            require_starttls=wanted["tls"] == "starttls",
        )

    implicit = context if wanted["tls"] == "implicit" else None
    server = await loop.create_server(session, "127.0.0.1", 0, ssl=implicit)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(json.loads(sys.argv[1])))
os._exit(0)
