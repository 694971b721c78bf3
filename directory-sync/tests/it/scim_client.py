"""Drives a SCIM service with scim2-client: a journey through the life of a few users, or scim2-tester's checks."""

import collections
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import PatchOp, PatchOperation, SCIMException, SearchRequest
from scim2_tester import check_server

base, token, what = sys.argv[1:]
http = httpx2.Client(base_url=base, headers={"Authorization": f"Bearer {token}"}, trust_env=False)
client = SyncSCIMClient(http)


def journey():
    client.discover()
    User = client.get_resource_model("User")
    PatchUser = PatchOp[User]

    def patch(user, *operations):
        return client.modify(User, user.id, PatchUser(operations=[PatchOperation[User](**o) for o in operations]))

    users = []
    for at in range(5):
        user = User(user_name=f"client{at}", external_id=f"C-{at}", active=True, title="Clerk")
        user.name = User.Name(given_name="Anna", family_name=f"Levy{at}")
        user.emails = [User.Emails(value=f"c{at}@gov.example", type="work", primary=True)]
        users.append(client.create(user))
        assert users[-1].id and users[-1].meta.version and users[-1].meta.location.endswith(users[-1].id)

    try:
        client.create(User(user_name="CLIENT0"))
        raise AssertionError("the same name twice")
    except SCIMException as error:
        assert (error.status, error.scim_type) == (409, "uniqueness"), repr(error)

    one = client.query(User, users[1].id)
    assert one.user_name == "client1" and one.emails[0].value == "c1@gov.example"

    found = client.query(User, query_parameters=SearchRequest(filter='emails[value eq "c3@gov.example"] and active eq true'))
    assert found.total_results == 1 and found.resources[0].id == users[3].id

    seen, start = [], 1
    while True:
        page = client.query(User, query_parameters=SearchRequest(start_index=start, count=2))
        assert page.total_results == 5 and page.items_per_page == len(page.resources or [])
        if not page.resources:
            break
        seen += [user.id for user in page.resources]
        start += 2
    assert seen == [user.id for user in users], seen

    head = patch(users[2], {"op": PatchOperation.Op.replace_, "path": "title", "value": "Head"})
    assert head.title == "Head" and head.meta.version != users[2].meta.version
    moved = patch(users[2], {"op": PatchOperation.Op.replace_, "path": 'emails[type eq "work"].value', "value": "h@gov.example"})
    assert moved.emails[0].value == "h@gov.example" and moved.emails[0].primary

    off = patch(users[2], {"op": PatchOperation.Op.replace_, "path": "active", "value": False})
    assert off.active is False
    found = client.query(User, query_parameters=SearchRequest(filter="active eq false", attributes=["userName"]))
    assert [user.user_name for user in found.resources] == ["client2"] and found.resources[0].title is None

    changed = client.query(User, users[4].id)
    changed.title = None
    changed.name.family_name = "Cohen"
    replaced = client.replace(changed)
    assert replaced.title is None and replaced.name.family_name == "Cohen"

    for user in (users[0], users[1], users[3]):
        client.delete(User, user.id)
    assert client.query(User).total_results == 2
    print("journey done")


def conformance():
    results = check_server(client)
    counts = collections.Counter(result.status.name for result in results)
    for result in results:
        if result.status.name != "SUCCESS":
            print(result.status.name, result.title, result.reason)
    others = sum(counts.values()) - counts["SUCCESS"]
    print(f"{counts['SUCCESS']} checks passed, {others} others")
    assert counts["SUCCESS"] > 50


{"journey": journey, "conformance": conformance}[what]()
