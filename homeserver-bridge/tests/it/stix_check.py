"""Reads a STIX 2.1 bundle with the library of OASIS, which refuses whatever the standard does not allow."""
import json
import sys

import stix2

bundle = json.load(sys.stdin)
parsed = stix2.parse(bundle, version="2.1", allow_custom=False)
ids = {one["id"] for one in bundle["objects"]}
assert len(ids) == len(bundle["objects"]), "an object is there twice"
for one in bundle["objects"]:
    for key, value in one.items():
        for ref in [value] if key.endswith("_ref") else value if key.endswith("_refs") else []:
            assert ref in ids, f"{one['id']} points at {ref}, which is not there"
print(" ".join(sorted(one["type"] for one in parsed.objects)))
