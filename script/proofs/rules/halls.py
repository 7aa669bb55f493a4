"""A hall's hour goes to one thing, whatever takes it: a roadshow, with it as a branch too, another's use, repairs."""

from script.proofs.races import House, Start, pressing, race
from script.proofs.rules import made_up
from script.proofs.rules.programme import DAY, IN_HALL, new_hall, new_year, opened, plan_path, typed


@race("a hall's hour goes to one roadshow, one other use or one day out of use", rounds=200)
def take_one_hour_every_way(house: House, at_once: int) -> Start:
    hall, year = new_hall(house), opened(house, made_up.next_year())  # uses are entered no further ahead
    on = f"{year}-{DAY}"
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "organiser")):
        token = hand.token()
        if number % 3 == 0:
            wanted = typed(hall, on)
            attempts.append(pressing(hand, plan_path(wanted), token | wanted))
        elif number % 3 == 1:
            use = {"what": "竞速用途", "on": on, "starts": "13:00", "ends": "15:00", "until": ""}
            attempts.append(pressing(hand, f"/centre/halls/{hall}/uses/new", token | use))
        else:
            days = {"what": "竞速检修", "first": on, "last": on}
            attempts.append(pressing(hand, f"/centre/halls/{hall}/blackouts/new", token | days))
    return Start(attempts, lambda: house.read(IN_HALL, hall=int(hall)))


@race("of roadshows whose branch hall is another's main hall one gets both", rounds=200)
def take_two_halls_crosswise(house: House, at_once: int) -> Start:
    halls, year = (new_hall(house), new_hall(house)), new_year(house)
    attempts = []
    for number, hand in enumerate(house.hands(at_once, "organiser")):
        main, branch = halls[number % 2], halls[1 - number % 2]
        wanted = typed(main, f"{year}-{DAY}") | {"branches": branch}
        attempts.append(pressing(hand, plan_path(wanted), hand.token() | wanted))

    def given() -> int:
        return max(house.read(IN_HALL, hall=int(hall)) for hall in halls)

    return Start(attempts, given)
