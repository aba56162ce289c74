"""Amazon S3, played by moto, and a line of JSON for each line of JSON on standard input.

    {"keys": "pictures"}   the keys in a bucket, in order

Says its port on the first line and ends with its standard input.
"""

import json
import os
import sys

from moto.core import DEFAULT_ACCOUNT_ID
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

backend = s3_backends[DEFAULT_ACCOUNT_ID]["aws"]
server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
server.start()
backend.create_bucket("pictures", "ap-northeast-2")
print(server.get_host_and_port()[1], flush=True)
for line in sys.stdin:
    bucket = backend.buckets[json.loads(line)["keys"]]
    print(json.dumps(sorted(bucket.keys.keys())), flush=True)
os._exit(0)
