"""What a password costs whoever guesses it."""

from argon2 import Type, extract_parameters

from roadshow.accounts import passwords


def test_a_password_is_as_slow_to_guess_as_the_house_wants():
    real = extract_parameters(passwords._nobody)  # hashed before the tests made it cheap
    assert (real.type, real.time_cost, real.memory_cost, real.parallelism) == (Type.ID, 2, 19 * 1024, 1)
