import pytest

from roadshow.web.keeping import kept


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("其中产业化项目4个", '其中产业化项目<span class="keep">4个</span>'),
        ("投资金额6.7亿元", '投资金额<span class="keep">6.7亿元</span>'),
        ("2026年12月2日 18:32前有效", '<span class="keep">2026年12月2日</span> 18:32前有效'),
        ("12月9日 周三截止", '<span class="keep">12月9日 周三</span>截止'),
        ("人才 第23行", '人才 <span class="keep">第23行</span>'),
        ("By Wed 9 Dec 18:00", 'By <span class="keep">Wed 9 Dec</span> 18:00'),
        ("Sheet 1, row 5", 'Sheet 1, <span class="keep">row 5</span>'),
        ("Roadshow Hall 1", 'Roadshow <span class="keep">Hall 1</span>'),
        ("RMB 670 million paid", '<span class="keep">RMB 670 million</span> paid'),
        ("《台账》.xlsx", "《台账》.xlsx"),
        ("上传了“2026台账.xlsx”", '上传了“<span class="asis">2026台账.xlsx</span>”'),
        ("<b>3</b>场", "&lt;b&gt;3&lt;/b&gt;场"),
    ],
)
def test_what_belongs_together_is_kept_together(words, said):
    assert str(kept(words)) == said
