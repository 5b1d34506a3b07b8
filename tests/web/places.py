"""Where the matrix goes: for each address of a partnership the arguments it takes, by whose row they lead to."""

from __future__ import annotations

from collections.abc import Mapping

from lagesbild.accounts.models import Role
from lagesbild.incidents.views.acts import ACTS
from lagesbild.picture import periods
from lagesbild.picture.model import Unit
from tests.web.arguments import Arguments, both, one, plain
from tests.web.rooms import modules
from tests.web.world import Town, last_monday


def membership(town: Town) -> Mapping[str, Mapping[str, object]]:
    """Someone's place for each party."""
    return {
        party: {"person": town.people[party, Role.MEMBER].pk, "party": number} for party, number in town.parties.items()
    }


def week(**more: object) -> Arguments:
    """The week whose picture is made."""
    return lambda town: {"": {"period": periods.code(periods.of(Unit.WEEK, last_monday())), **more}}


def _rooms(room: str, places: Mapping[str, Arguments]) -> dict[str, Arguments]:
    return {f"{room}:{name}": arguments for name, arguments in places.items()}


MASKED: dict[str, Arguments] = {
    "handelse": both("incident"),
    "mote": one("meeting"),
    "uppgift": one("task"),
    "grupp": one("body"),
    "funktion": one("function"),
    "lagesbild": one("edition"),
    **{path: arguments for module in modules() for path, arguments in getattr(module, "MASKED", {}).items()},
}
"""Rows in which words are masked, by what their kind is called in addresses."""

PLACES: dict[str, Arguments] = {
    "home": plain,
    **_rooms(
        "people",
        {
            "list": plain,
            "invite": plain,
            "withdraw": one("invitation"),
            "change": membership,
            "end": membership,
            "offer_phone": membership,
            "close": lambda town: {"": {"person": town.people["bostad", Role.MEMBER].pk}},
            "let_in": lambda town: {"": {"person": town.people["bostad", Role.MEMBER].pk}},
            "revoke_phone": one("phone"),
            "timeline": plain,
            "access": plain,
        },
    ),
    "masking:mask": lambda town: {
        f"{path} {whose}": {"path": path, **pk}
        for path, arguments in MASKED.items()
        for whose, pk in arguments(town).items()
    },
    **_rooms(
        "organisation",
        {
            "list": plain,
            "settings": plain,
            "open_site": plain,
            "add_party": plain,
            "add_body": plain,
            **{name: one("body") for name in ("body", "change_body", "close_body", "reopen", "add_seat")},
            **{name: one("seat") for name in ("seat", "change_seat", "remove_seat")},
            "add_function": plain,
            **{name: one("function") for name in ("function", "change_function", "close_function")},
            **{name: one("holder") for name in ("vacate", "take_back")},
        },
    ),
    **_rooms(
        "incidents",
        {
            **dict.fromkeys(
                ("report", "nothing", "mine", "list", "map", "points", "export", "to_sort", "categories"), plain
            ),
            **dict.fromkeys(("own", "thanks", "detail", "edit", "undo"), both("incident")),
            "act": lambda town: {
                f"{whose} {name}": {"pk": pk["pk"], "name": name}
                for whose, pk in both("incident")(town).items()
                for name in ACTS
            },
            **dict.fromkeys(("category", "move_category"), one("category")),
            **dict.fromkeys(("imports", "import_new"), plain),
            **dict.fromkeys(
                ("import", "import_read", "import_start", "import_progress", "import_stop", "import_undo"),
                both("import"),
            ),
            "import_refusals": both("import"),
        },
    ),
    **_rooms(
        "places",
        {
            **dict.fromkeys(
                ("index", "municipality", "add_areas", "add_gazetteer", "add_ground", "search", "ground"), plain
            ),
            "areas": one("area set"),
            "remove_gazetteer": one("gazetteer"),
            "remove_ground": one("ground"),
            "change_areas": one("area set", act="rakna"),
        },
    ),
    **_rooms(
        "meetings",
        {
            **dict.fromkeys(("list", "plan", "tasks"), plain),
            "put": lambda town: {
                whose: {"kind": "problems.problem", "subject": found["pk"]}
                for whose, found in both("problem")(town).items()
            },
            **dict.fromkeys(
                (
                    *("detail", "mode", "change", "call", "hold", "cancel", "plan_again", "minutes", "approve"),
                    "document",
                    *("calendar", "add_item", "attend", "add_adjunct"),
                ),
                one("meeting"),
            ),
            "remove_adjunct": lambda town: {
                "": {"pk": town.rows["meeting"][""], "attendance_pk": town.rows["adjunct"][""]}
            },
            **dict.fromkeys(("move_item", "remove_item", "note", "decide"), one("item")),
            "undo_decision": one("decision"),
            **dict.fromkeys(("task", "change_task", "withdraw_task"), one("task")),
        },
    ),
    **_rooms(
        "picture",
        {
            **dict.fromkeys(("list", "ask", "arrange"), plain),
            **dict.fromkeys(("confirm", "dismiss", "undo"), one("finding")),
            **dict.fromkeys(("decide", "check"), one("edition")),
            "edition": week(number=1),
            "making": week(),
            "map": week(number=1, mark="0" * 16),
            "document": week(number=1),
            "figures": week(number=1),
            "chance": week(number=1),
            "behind": week(number=1, what="alla"),
        },
    ),
    **{
        name: arguments
        for module in modules()
        for name, arguments in _rooms(module.__name__.rpartition(".")[2], getattr(module, "PLACES", {})).items()
    },
}
"""Each address of a partnership."""

ELSEWHERE: dict[str, str] = {
    "root": "the door, which leads each person to what is theirs",
    "language": "sets a cookie",
    "theme": "colours out of the address alone",
    **dict.fromkeys(
        (
            *("accounts:me", "accounts:second_factor", "accounts:sign_out_everywhere", "accounts:offer_phone"),
            *("accounts:forget_phone", "accounts:revoke_phone", "accounts:address", "accounts:new_address"),
        ),
        "a person's own pages",
    ),
    "accounts:demo_sign_in": "only in a demonstration of what is invented (tests/accounts)",
    **dict.fromkeys(("accounts:invitation", "accounts:phone"), "opened by a secret in the address (tests/accounts)"),
    **dict.fromkeys(
        (
            *("account_login", "account_logout", "account_inactive", "account_reauthenticate"),
            *("account_change_password", "account_set_password", "account_reset_password"),
            *("account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done"),
            *("mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp"),
            *("mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes"),
            *("mfa_list_webauthn", "mfa_add_webauthn", "mfa_login_webauthn", "mfa_reauthenticate_webauthn"),
            *("mfa_edit_webauthn", "mfa_remove_webauthn", "usersessions_list"),
        ),
        "signing in, and a person's own ways of doing so",
    ),
    **{name: why for module in modules() for name, why in getattr(module, "ELSEWHERE", {}).items()},
}
"""Addresses outside partnerships, and why they need none."""
