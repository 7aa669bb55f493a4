from roadshow.feeds.shelf import Shelf


def test_what_was_asked_for_longest_ago_goes_first():
    shelf: Shelf[str, int] = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    shelf.find("a")
    shelf.put("c", 3)
    assert [shelf.find(key) for key in "abc"] == [1, None, 3]


def test_the_same_key_takes_one_place():
    shelf: Shelf[str, int] = Shelf(2)
    shelf.put("a", 1)
    shelf.put("b", 2)
    shelf.put("b", 3)
    assert [shelf.find(key) for key in "ab"] == [1, 3]
