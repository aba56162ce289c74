"""Amazon SES, played by moto, and a line of JSON for each line of JSON on standard input.

    {"verify": "shop.example"}   lets a domain or an address send
    {"sent": "ap-northeast-2"}   what SES was given in a region
    {"sign": "...", "key": "…"}  a text's signature as SNS makes one in its version 1 (RSA, SHA1)

Says its port on the first line and ends with its standard input.
"""

import base64
import json
import os
import sys

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from moto.core import DEFAULT_ACCOUNT_ID
from moto.server import ThreadedMotoServer
from moto.ses.models import ses_backends


def answer(asked):
    if "sign" in asked:
        key = serialization.load_pem_private_key(asked["key"].encode(), None)
        signature = key.sign(asked["sign"].encode(), padding.PKCS1v15(), hashes.SHA1())
        return base64.b64encode(signature).decode()
    if "verify" in asked:
        for region in ["ap-northeast-2"]:
            ses_backends[DEFAULT_ACCOUNT_ID][region].verify_domain(asked["verify"])
        return True
    sent = ses_backends[DEFAULT_ACCOUNT_ID][asked["sent"]].sent_messages
    told = [(letter.id, letter.source, letter.destinations, letter.raw_data) for letter in sent]
    return [dict(zip(["id", "source", "to", "raw"], letter)) for letter in told]


server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
os._exit(0)
