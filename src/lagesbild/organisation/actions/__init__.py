"""Every change to bodies, seats, functions and mandates. The order within each is that of `core.actions`."""

from lagesbild.organisation.actions.bodies import (
    Charter,
    add_seat,
    change_body,
    change_seat,
    close_body,
    create_body,
    remove_seat,
    reopen_body,
)
from lagesbild.organisation.actions.mandates import (
    Giving,
    end_mandate,
    give_mandate,
    set_mandates,
    take_back_mandate,
)
from lagesbild.organisation.actions.posts import (
    Appointment,
    change_function,
    close_function,
    create_function,
    fill_function,
    seat_person,
    take_back_appointment,
    vacate,
)

__all__ = [
    "Appointment",
    "Charter",
    "Giving",
    "add_seat",
    "change_body",
    "change_function",
    "change_seat",
    "close_body",
    "close_function",
    "create_body",
    "create_function",
    "end_mandate",
    "fill_function",
    "give_mandate",
    "remove_seat",
    "reopen_body",
    "seat_person",
    "set_mandates",
    "take_back_appointment",
    "take_back_mandate",
    "vacate",
]
