"""New arrivals: 退役军人服务“一件事”, the checklist of a veteran newly retired."""
