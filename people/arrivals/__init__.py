"""New arrivals: 退役军人服务“一件事”, what has to be done for somebody who has just come home."""
