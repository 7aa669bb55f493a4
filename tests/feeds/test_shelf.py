from roadshow.feeds.shelf import Shelf


def test_what_was_asked_for_longest_ago_goes_first():
    shelf: Shelf[str, bytes] = Shelf(5)
    shelf.put("a", b"11")
    shelf.put("b", b"22")
    shelf.find("a")
    shelf.put("c", b"33")
    assert [shelf.find(key) for key in "abc"] == [b"11", None, b"33"]


def test_the_same_key_takes_one_place():
    shelf: Shelf[str, bytes] = Shelf(4)
    shelf.put("a", b"11")
    shelf.put("b", b"22")
    shelf.put("b", b"33")
    assert [shelf.find(key) for key in "ab"] == [b"11", b"33"]


def test_what_is_larger_than_all_the_room_is_not_kept():
    shelf: Shelf[str, bytes] = Shelf(2)
    shelf.put("a", b"111")
    shelf.put("b", b"2")
    assert [shelf.find(key) for key in "ab"] == [None, b"2"]
