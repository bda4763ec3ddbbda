# ruff: noqa: E501 - lines of real lists are long
"""Short reading lists in the styles that people keep, for the tests of import. Titles are real, the words are ours."""

from __future__ import annotations

import os
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared" / "import"
"""Real lists with gold files, where a copy stands beside the project."""


def real_lists() -> list[str]:
    """The real lists, as paths below SHARED."""
    found = [*SHARED.glob("seeds/*"), *SHARED.glob("lists/*"), *SHARED.glob("original/*/*.md")]
    return sorted(os.path.relpath(path, SHARED) for path in found)


BLOG = """\
# **My Papers**

## Contact me

* Mail -> <me@example.org>
* Code -> [me@GitHub](https://github.com/me)

---

Notes on what I read.

---

## [**Deep Video Inpainting**](https://me.github.io/blog/2019/0712)

> 用编码器和解码器。
>
> 速度接近实时。

---

## [**[Cycle GAN] Unpaired Image-to-Image Translation**](https://me.github.io/blog/2018/0811)

> two cycles
> on two lines

---

## [**AutoML: A Survey of the State-of-the-Art**](https://me.github.io/blog/2019/0815)

> TODO

---
"""

HEADED = """\
杂读

未看或未总结

Secure Federated Transfer Learning

Batch Normalization is a Cause of Adversarial Vulnerability

[201905-arxiv] Object Discovery with a Copy-Pasting GAN

\u00a0

[2019-ICLR-oral]THE LOTTERY TICKET HYPOTHESIS : FINDING SPARSE, TRAINABLE NEURAL NETWORKS

先剪枝,再把权重放回去。

\u00a0

One can see it as a search for good starting points, and the search
goes on over several lines of one sentence

[2018-CVPR-未理解]Interpretable Convolutional Neural Networks[paper]

每个滤波器对应一个部分。

评论 2
添加红包

成就一亿技术人!
"""

JEKYLL = """\
---
layout: post
title: Paper Stack
subtitle: 待读的文章
---

# Shared sheets

* [Sheet of Lists](https://shimo.im/sheets/abc/MODOC)

# Paper Stack

### NAS

* [Transfer Learning with Neural AutoML](https://arxiv.org/pdf/1803.02780.pdf)
  * trains many tasks at once
  * a line that runs on
over the margin

* [HAQ: Hardware-Aware Automated Quantization](http://openaccess.thecvf.com/content_CVPR_2019/papers/Wang_HAQ.pdf)

* [NAO]
    * a decoder maps back

* [MixMatch]()
  * mixes labels
* a remark at the top level
* ![](https://example.org/picture.png)

* [Learning multiple visual domains with residual adapters](https://arxiv.org/abs/1705.08045)

* 🔑 Key:
  * small adapters
* 🎓 Source:
  * Oxford NIPS2017

* some questions on search
  * is it worth it?

* 上文的前身[Contrastive Predictive Coding](https://arxiv.org/abs/1807.03748)
  * [Post](https://example.org/2019/05/27/cpc/)
  * related: [Path aggregation network. In CVPR, 2018.]()

---

```
* 🔑 Key:
* 🎓 Source:
```

### 2020-03-26 Self-Supervised Learning

* ![](https://example.org/log.jpg)
* [MoCo](https://link.zhihu.com/?target=https%3A//arxiv.org/pdf/1911.05722.pdf) by Kaiming
  * a queue of keys

### 2020-04-05

* a thought of that day
"""

README_COPY = """\
Skip to content

me/Personal-Paper-Record

Repository files navigation

网络设计, 理论等方向的论文

Table of Contents

Network

  1. 丢了题目的笔记, 第一点;
  2. 第二点.
  1. 另一篇的笔记.

Training Tricks

General

  • Pixel-Adaptive Convolutional Neural Networks
    Hang Su, Varun Jampani, Deqing Sun
    [CVPR 2019] [Project] [Pytorch-Code]
    [PAC] [★★☆] 乘上一个权重

  • Deformable Convolutional Networks
    Jifeng Dai, Haozhi Qi
    [ICCV 2017 Oral] [Pytorch-Code]

Theory

  • A guide to convolution arithmetic for deep learning
    Vincent Dumoulin, Francesco Visin
    [arXiv 1603] [PyTorch-Code]
    [★]

About

No description, website, or topics provided.

Stars
"""

CITED = """\
# A Reading Roadmap

>Which paper should I start from?

- From outline to detail
- From old to new

#2 Deep Learning Method

## 2.1 Model

**[1]** LeCun, Yann, Yoshua Bengio, and Geoffrey Hinton. "**Deep learning**." Nature 521.7553 (2015): 436-444. \
[[pdf]](http://www.cs.toronto.edu/~hinton/NatureDeepReview.pdf) **(Three Giants)** :star::star:

**[2]** Dai, Jifeng, et al. "**R-FCN: Object Detection via
Region-based Fully Convolutional Networks**." arXiv preprint arXiv:1605.06409 (2016). \
[[pdf]](https://arxiv.org/abs/1605.06409) :star::star::star:

**[3]** Chen, Tianqi, et al. "Net2net: Accelerating learning via knowledge transfer." arXiv preprint arXiv:1511.05641 \
(2015). [[pdf]](https://arxiv.org/abs/1511.05641) **(grows nets)**
:star::star::star:

**[4]** Liu, Wei, et al. "**SSD: Single Shot MultiBox Detector**." arXiv preprint arXiv:1512.02325 (2015). \
[[pdf]](http://arxiv.org/pdf/1512.02325)

>After these you know the basics.
"""

NUMBERED = """\
# Must-read papers

## [Content](#content)

<table>
<tr><td><a href="#survey">1. Survey</a></td></tr>
</table>

## [Survey papers](#content)
1. **Introduction to Graph Neural Networks.** Synthesis Lectures on Machine Learning, Morgan & Claypool, 2020. \
[book](https://www.morganclaypool.com/doi/10.2200/S00980ED1V01Y202001AIM045)

    *Zhiyuan Liu, Jie Zhou.*

<details><summary> more </summary>

1. **Geometric Deep Learning: Going beyond Euclidean data.** IEEE SPM 2017. [paper](https://arxiv.org/pdf/1611.08097.pdf)

\t*Bronstein, Michael M and Bruna, Joan and others.*

</details>

### [Basic Models](#content)

1. **A Multi-Scale Approach for Graph Link Prediction.** AAAI 2020. [paper]() [code](https://github.com/a/b)

    *Lei Cai.*
"""

TABLES = """\
# 论文精读

## 录制完成的论文

| 日期 | 标题 | 封面 | 视频 |
| --: | -- | -- | -- |
| 3/30/23 | [GPT-4](https://openai.com/research/gpt-4) 精读 | <img src="gpt4.jpg"/> | [![bilibili](https://img.shields.io/x)](https://www.bilibili.com/video/BV1) |
| 9/04/22 | 如何读论文 | | [![bilibili](https://img.shields.io/x)](https://www.bilibili.com/video/BV2) |

## 所有论文

### CNN

| 已录制 | 年份 | 名字 | 简介 | 引用 |
| --- | --- | --- | --- | --- |
| ✅ | 2012 | [AlexNet](https://papers.nips.cc/paper/2012/file/c39.pdf) | 奠基作 | [![citation](https://img.shields.io/x)](https://www.semanticscholar.org/paper/a) |
| | 2014 | [VGG](https://arxiv.org/pdf/1409.1556.pdf) | 3x3 | [![citation](https://img.shields.io/x)](https://www.semanticscholar.org/paper/b) |
"""

RATES = """\
# Acceptance rates

| Conference | Long Paper | Short Paper |
| --- | :--- | --- |
|ACL'14 | 26.2% (146/572) | 26.1% (139/551) |
|ACL'15 | 25.0% (173/692) | 22.4% (145/648) |
|CVPR'21 | 23.7% (1661/7015) (295 orals) | - |
"""

LOG = """\
#### 2018-02

- Regularized Evolution for Image Classifiers [[arXiv](https://arxiv.org/abs/1802.01548)]
- Scalable and accurate deep learning for electronic health
records [[arXiv](https://arxiv.org/abs/1801.07860)]
- [Show, Attend and Tell](notes/show-attend-tell.md) [[arXiv](http://arxiv.org/abs/1502.03044)]

NLP

-Learning to reinforcement learn [[arXiv](https://arxiv.org/abs/1611.05763)]
- Fast and Slow [[arXiv]()] [[code]()] (soon)
"""

ORG = """\
#+TITLE: Papers
* TODO Swish: a Self-Gated Activation Function
[[cite:ramachandran17_swish][Ramachandran et al. 2017: Swish]]
* DONE Meltdown                                 :security:
  CLOSED: [2018-01-04 Thu 19:34]
  :LOGBOOK:
  CLOCK: [2018-01-04 Thu 17:42]--[2018-01-04 Thu 18:52] =>  1:10
  :END:
** DONE Out of the Tar Pit
   CLOSED: [2018-01-05 Fri 19:34]
 https://github.com/papers-we-love/blob/out-of-the-tar-pit.pdf
    Captured 2017-11-25 22:57
* CANCELLED A Mathematical Theory of Deep Convolutional Neural Networks
  :LOGBOOK:
  - State "CANCELLED"  from "DONE"       [2018-01-13 Sat 17:08] \\\\
    too difficult for now
  :END:
"""

RST = """\
Reading list
============

Vision
------

======================  =======  ====  ==========================================
Title                   Venue    Year  Link
======================  =======  ====  ==========================================
Deep Residual Learning  CVPR     2016  `pdf <https://arxiv.org/abs/1512.03385>`_
Mask R-CNN              ICCV     2017  https://arxiv.org/abs/1703.06870
======================  =======  ====  ==========================================

NLP
---

* `Attention Is All You Need <https://arxiv.org/abs/1706.03762>`_, NIPS 2017

  Only attention.

* BERT_ by Devlin et al.

.. _BERT: https://arxiv.org/abs/1810.04805
"""

LABELLED = """\
# Notes

## Attention Is All You Need

- **Authors**: Ashish Vaswani, Noam Shazeer
- **Venue**: NIPS 2017
- **Link**: https://arxiv.org/abs/1706.03762

### Summary

only attention

## Batch Normalization: Accelerating Deep Network Training

- **Authors**: Sergey Ioffe, Christian Szegedy
- **Venue**: ICML 2015
- **Link**: https://arxiv.org/abs/1502.03167

### Summary

keeps the scale
"""

BOXES = """\
# Reading list

- [x] Attention Is All You Need
- [ ] [BERT: Pre-training](https://arxiv.org/abs/1810.04805) (NAACL 2019)

## To Read

1. Deep Residual Learning for Image Recognition
2. Mask R-CNN

## Done

1. Adam: A Method for Stochastic Optimization ⭐⭐⭐
   - uses moments
"""

GROUPED = """\
# Awesome things

* Segmentation
  * [Fully Convolutional Networks](https://arxiv.org/abs/1411.4038), CVPR 2015
  * [U-Net: Convolutional Networks](https://arxiv.org/abs/1505.04597), MICCAI 2015
* Detection
  * [Mask R-CNN](https://arxiv.org/abs/1703.06870), ICCV 2017
"""

REFERENCES = """\
# Papers

- [Mask R-CNN][mask], ICCV 2017
- [U-Net: Convolutional Networks for Biomedical Image Segmentation][2]

[mask]: https://arxiv.org/abs/1703.06870
[2]: https://arxiv.org/abs/1505.04597
"""

LISTS = {
    name.lower(): text
    for name, text in globals().items()
    if name.isupper() and isinstance(text, str) and name not in ("SHARED", "LISTS")
}
