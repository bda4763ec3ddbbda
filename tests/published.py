# ruff: noqa: W291 - lines of lists are long, and blanks at their ends count
"""Lists in several styles, and a desk on which one of them is imported, edited and published."""

from __future__ import annotations

import difflib

import lists_corpus as corpus

from stacktui.formats import parse_document
from stacktui.formats.importing import apply_import, plan_import
from stacktui.formats.publish.applying import apply_publish
from stacktui.formats.publish.plan import Wishes
from stacktui.formats.publish.planning import plan_publish
from stacktui.library import Library
from stacktui.model import Paper

README = """\
# Network
- **Densely Connected Convolutional Networks** <Br>
[Gao Huang](http://example.org/~gao/), Zhuang Liu <Br>
[CVPR 2017 Oral] [[Pytorch-Code](https://github.com/me/DenseNet)] <Br>
[**DenseNet**] [★★☆] every layer sees all before it

- **Squeeze-and-Excitation Networks** <Br>
Jie Hu, [Li Shen](http://example.org/li) <Br>
[CVPR 2018] [[Caffe-Code](https://github.com/me/SENet)] <Br>
[**SENet**] [★★★] attention over channels

# Theory
- **A guide to convolution arithmetic for deep learning** <Br>
Vincent Dumoulin, Francesco Visin <Br>
[arXiv 1603] <Br>
[★★] sizes of inputs and outputs
"""
JEKYLL = """\
---
layout: post
title:  Paper Stack
---

# Paper Stack

### NAS

* [Transfer Learning with Neural AutoML](https://arxiv.org/pdf/1803.02780.pdf)
  * trains on many tasks at once
  * only the task embedding changes  

* [Channel Gating Neural Networks](https://papers.nips.cc/paper/8464-channel-gating-neural-networks.pdf)
  * many values are near zero
    * no need to compute them

### Semi-Supervised

* [MixMatch]()
  * rebuilds its input

### 2020-03-20 Deconvolution

* a picture of it
* why it makes squares
"""
TABLE = """\
# Reading

| Title | Venue | Year | Rating | Notes |
| ----- | ----- | ---- | ------ | ----- |
| [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385) | CVPR | 2016 | ★★★ | shortcuts |
| [Mask R-CNN](https://arxiv.org/abs/1703.06870) | ICCV | 2017 | ★★ | masks too |
"""
BOXES = """\
# To do

## Vision

1. [x] [Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385) (CVPR 2016) - shortcuts
2. [ ] [Mask R-CNN](https://arxiv.org/abs/1703.06870) (ICCV 2017)
3. [ ] [Focal Loss for Dense Object Detection](https://arxiv.org/abs/1708.02002) (ICCV 2017)
"""
LISTS = {**{name: text for name, text in vars(corpus).items() if name.isupper() and isinstance(text, str)},
         "readme": README, "jekyll": JEKYLL, "table": TABLE, "boxes": BOXES}  # fmt: skip
MAMBA = Paper(
    title="Mamba: Linear-Time Sequence Modeling with Selective State Spaces",
    url="https://arxiv.org/abs/2312.00752",
    authors=("Albert Gu", "Tri Dao"),
    venue="COLM",
    year=2024,
    rating=4,
    status="read",
    note=("a scan that selects",),
)


class Desk:
    """A list on disk, and the library it was imported into."""

    def __init__(self, folder, data, name="list.md"):
        self.path = folder / name
        self.path.write_bytes(data if isinstance(data, bytes) else data.encode())
        self.library = Library.open(str(folder / "papers.json"))
        self.bring()

    def bring(self):
        document = parse_document(self.path.read_bytes(), str(self.path))
        return apply_import(self.library, plan_import(self.library, [document]))

    def paper(self, start):
        return next(paper for paper in self.library.papers.values() if paper.title.startswith(start))

    def edit(self, start, **changes):
        self.library.update([self.paper(start).id], lambda paper: paper.edit(**changes), "edit")

    def plan(self, wishes=Wishes()):  # noqa: B008 - nothing of it changes
        return plan_publish(self.library, str(self.path), wishes)

    def publish(self):
        """Publish, and return the lines that went and came."""
        before = self.text.split("\n")
        plan = self.plan()
        apply_publish(self.library, plan)
        assert self.plan().is_empty and plan_import(self.library, [self.document()]).is_empty
        lines = [line for line in difflib.ndiff(before, self.text.split("\n")) if line[0] in "+-"]
        return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]

    def document(self):
        return parse_document(self.path.read_bytes(), str(self.path))

    @property
    def text(self):
        return self.path.read_bytes().decode()
