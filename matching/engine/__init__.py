"""The pure matching engine: numpy, scipy, scikit-learn and jieba, and nothing of ours."""
