"""Papers for the tests of exporters: what is usual, what is Chinese, what is missing and what is hostile."""

from stacktui.model import Conflict, FreeNote, Link, Paper, Source

FULL = Paper(
    id=100000000001,
    key="vaswani2017attention",
    title="Attention Is All You Need",
    alias="Transformer",
    authors=("Ashish Vaswani", "Noam Shazeer", "Łukasz Kaiser"),
    venue="NeurIPS",
    year=2017,
    presentation="oral",
    url="https://arxiv.org/abs/1706.03762",
    links=(Link("code", "https://github.com/tensorflow/tensor2tensor"), Link("video", None)),
    status="reread",
    categories=("NLP/Pretraining", "Reading group"),
    rating=4.5,
    tags=("classic", "code-runs"),
    added="2025-09-10T09:00:00+08:00",
    read="2025-09-12",
    pushed="2026-11-20T08:12:00+08:00",
    not_before="2026-12-01",
    sources=(Source("README.md", 12),),
    conflicts=(Conflict("year", 2018),),
    note=("Parallel in training.", "", "- heads split `d_model`", "  - 512 / 8", "", "See [[hinton2015distilling]]."),
    unknown={"colour": "red"},
)
CHINESE = Paper(
    id=100000000002,
    key="zhou2017juanji",
    title="卷积神经网络研究综述",
    authors=("周飞燕", "金林鹏", "董军"),
    venue="计算机学报",
    year=2017,
    month=6,
    url="https://doi.org/10.11897/SP.J.1016.2017.01229",
    status="read",
    categories=("中文综述",),
    rating=3,
    tags=("综述",),
    added="2026-11-08T15:00:00+08:00",
    read="2026-11",
    note=("> 入门综述，适合给本科生看。", "> 图多，公式不多。"),
)
HOSTILE = Paper(
    id=100000000003,
    key="hostile",
    title='[Cycle GAN] a*b_c _d_ <b> | "q", =1+1; {x} \\y $5 & 100% #1 ~~z~~ `c` &amp;',
    alias="=HYPERLINK(1)",
    authors=("Ada | Lovelace", "Smith and Sons Ltd", "Laurens van der Maaten", "Martin King Jr."),
    venue="arXiv",
    year=2019,
    month=5,
    url="https://example.org/a_(b)?x=1&y=<2>#{z}",
    links=(Link("[/] a=b; c", "https://example.org/(open"),),
    status="dropped",
    categories=("A | B/[C]",),
    rating=0.5,
    tags=("@x", "a;b"),
    added="2026-01-02T03:04:05+00:00",
    note=(
        "---",
        "* a heading for Org",
        "# one for Markdown",
        "| a | b |",
        "ER  - ",
        "{{ liquid }} {% if %}",
        "=1+1",
        "<b>",
    ),
)
BARE = Paper(id=100000000004, key="untitled", title="Learning to learn with Gaussian processes")
FORMULA = Paper(
    id=100000000005,
    key="doe2020sparse",
    title="Sparse $\\ell_1$ coding of graphs with the Fourier transform",
    authors=("Doe, Jane", "DeepMind Team"),
    venue="IEEE Transactions on Information Theory",
    year=2020,
    month=12,
    url="https://doi.org/10.1109/TIT.2020.1",
    status="reading",
    categories=("Reading group",),
    added="2026-02-03T00:00:00+00:00",
    note=("", "First plain line", "second line"),
)
PAPERS = (FULL, CHINESE, HOSTILE, BARE, FORMULA)

NOTES = (
    FreeNote(
        id=200000000001, title="Day log", date="2026-11-19", text=("- morning: LDM",), papers=("vaswani2017attention",)
    ),
    FreeNote(id=200000000002, title="Why [does] it work?", text=("No idea.", "", "# None")),
)
