"""The pure matching engine: numpy, scipy, scikit-learn and jieba; no web, no database."""
