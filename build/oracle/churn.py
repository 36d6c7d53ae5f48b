#!/usr/bin/python3
"""What scipy and scikit-learn make of the rows that the churn model learns from.

    ./cs-mcp model rows churn > rows.csv
    build/oracle/churn.py rows.csv > expected.json

Needs Debian's python3-sklearn. Nothing of it is the product's code: the fit is scipy's minimizer, the figures are scikit-learn's, and
what neither has is written here from the contract. LearningOracleTest holds the training against its output, which is committed
beside the rows that it was made from.
"""
import csv
import hashlib
import json
import math
import sys

import numpy as np
from scipy.optimize import brentq, minimize
from scipy.special import expit
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

# Feature: centre, scale, weight and bound of z, as the contract's table has them.
PRIOR = {
    "usage_score": (65, 20, -0.30, 3),
    "engagement_score": (60, 20, -0.20, 3),
    "support_score": (75, 20, -0.10, 3),
    "satisfaction_score": (70, 20, -0.25, 3),
    "usage_trend_log": (0, 0.35, -0.35, 3),
    "seat_utilization_rate": (0.65, 0.25, -0.25, 3),
    "tenure_log": (0.90, 0.50, -0.20, 3),
    "renewal_in_horizon": (0.25, 0.43, 0.80, None),
    "auto_renew": (0.50, 0.50, -0.15, None),
    "urgent_tickets_log": (0.35, 0.55, 0.10, 3),
    "aged_tickets_log": (0.35, 0.60, 0.10, 3),
    "escalation_load_log": (0.20, 0.50, 0.20, 3),
    "payment_state": (0.08, 0.22, 0.20, None),
    "champion_left": (0.05, 0.22, 0.20, None),
    "contraction_12m": (0.08, 0.27, 0.10, None),
}
PRIOR_INTERCEPT = -4.0


def read(path):
    with open(path, newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: (row["client_id"], row["as_of"]))
    values = {name: np.array([float(row[name]) if row[name] else math.nan for row in rows]) for name in PRIOR}
    return {
        "client": np.array([row["client_id"] for row in rows]),
        "day": np.array([row["as_of"] for row in rows]),
        "window": np.array([int(row["window"]) for row in rows]),
        "churned": np.array([int(row["churned"]) for row in rows]),
        "values": values,
    }


def z(values, centre, scale, clip):
    scores = (values - centre) / scale
    if clip is not None:
        scores = np.clip(scores, -clip, clip)
    return np.where(np.isnan(values), 0.0, scores)


def prior_log_odds(values):
    return PRIOR_INTERCEPT + sum(w * z(values[name], c, s, clip) for name, (c, s, w, clip) in PRIOR.items())


def shift(log_odds, churns):
    return brentq(lambda delta: expit(log_odds + delta).sum() - churns, -60, 60, xtol=1e-13, rtol=1e-14)


def fit(columns, churned, prior, penalty):
    """Minimizes -log-likelihood + penalty/2 * |w - prior|^2, the intercept free."""

    def objective(at):
        log_odds = at[0] + columns @ at[1:]
        value = np.logaddexp(0, log_odds).sum() - log_odds[churned == 1].sum()
        off = at[1:] - prior
        residual = expit(log_odds) - churned
        gradient = np.concatenate([[residual.sum()], columns.T @ residual + penalty * off])
        return value + penalty / 2 * off @ off, gradient

    def hessian(at):
        p = expit(at[0] + columns @ at[1:])
        full = np.column_stack([np.ones(len(churned)), columns])
        ridge = np.diag(np.concatenate([[0.0], np.full(len(prior), penalty)]))
        return full.T @ (full * (p * (1 - p))[:, None]) + ridge

    begin = np.concatenate([[0.0], prior])
    found = minimize(objective, begin, jac=True, hess=hessian, method="trust-exact", options={"gtol": 1e-11, "maxiter": 500})
    return found.x


def folds(clients):
    return np.array([int(hashlib.sha256(client.encode()).hexdigest()[:8], 16) % 5 for client in clients])


def wilson(count, total):
    critical = 1.959963984540054
    rate = count / total
    middle = (rate + critical**2 / (2 * total)) / (1 + critical**2 / total)
    half = critical / (1 + critical**2 / total) * math.sqrt(rate * (1 - rate) / total + critical**2 / (4 * total**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def quality(probability, rows, base_rate):
    churned = rows["churned"]
    order = sorted(range(len(churned)), key=lambda i: (-probability[i], rows["client"][i], rows["day"][i]))
    top = order[: (len(order) + 9) // 10]
    brier = brier_score_loss(churned, probability)
    return {
        "row_count": len(churned),
        "churned_count": int(churned.sum()),
        "mean_predicted": float(probability.mean()),
        "auc": float(roc_auc_score(churned, probability)),
        "brier": float(brier),
        "log_loss": float(log_loss(churned, probability)),
        "brier_skill": float(1 - brier / np.mean((base_rate - churned) ** 2)),
        "top_tenth_lift": float(churned[top].mean() / churned.mean()),
    }


def table(probability, rows):
    order = sorted(range(len(probability)), key=lambda i: (probability[i], rows["client"][i], rows["day"][i]))
    bins = []
    for part in range(10):
        chosen = order[part * len(order) // 10 : (part + 1) * len(order) // 10]
        churned = int(rows["churned"][chosen].sum())
        low, high = wilson(churned, len(chosen))
        bins.append({
            "lower": float(probability[chosen[0]]),
            "upper": float(probability[chosen[-1]]),
            "row_count": len(chosen),
            "mean_predicted": float(np.mean(probability[chosen])),
            "churned_count": churned,
            "observed_rate": churned / len(chosen),
            "interval_low": low,
            "interval_high": high,
        })
    return bins


def part(rows, chosen):
    return {
        "client": rows["client"][chosen],
        "day": rows["day"][chosen],
        "window": rows["window"][chosen],
        "churned": rows["churned"][chosen],
        "values": {name: values[chosen] for name, values in rows["values"].items()},
    }


def main(path):
    rows = read(path)
    wanted = max(10, 0.25 * rows["churned"].sum())
    last, held = 0, 0
    for window in sorted(set(rows["window"])):
        if held >= wanted:
            break
        last, held = window, held + rows["churned"][rows["window"] == window].sum()
    train, test = part(rows, rows["window"] > last), part(rows, rows["window"] <= last)

    terms, dropped = {}, []
    for name, (_, prior_scale, weight, clip) in PRIOR.items():
        known = train["values"][name][~np.isnan(train["values"][name])]
        centre, scale = (known.mean(), known.std()) if len(known) else (0, 0)
        if len(known) >= 0.2 * len(train["churned"]) and scale >= 1e-6:
            terms[name] = (centre, scale, weight * scale / prior_scale, clip)
        else:
            dropped.append(name)

    columns = np.column_stack([z(train["values"][name], c, s, clip) for name, (c, s, _, clip) in terms.items()])
    prior = np.array([term[2] for term in terms.values()])
    fold = folds(train["client"])
    best = (math.inf, None, None)
    for penalty in (3, 10, 30, 100, 300):
        out = np.zeros(len(fold))
        for each in range(5):
            at = fit(columns[fold != each], train["churned"][fold != each], prior, penalty)
            out[fold == each] = at[0] + columns[fold == each] @ at[1:]
        loss = (np.logaddexp(0, out) - out * train["churned"]).mean()
        if loss <= best[0]:
            best = (loss, penalty, out)
    _, penalty, out = best
    fitted = fit(columns, train["churned"], prior, penalty)
    offset, slope = fit(out[:, None], train["churned"], np.array([1.0]), 0)

    intercept = slope * fitted[0] + offset
    weights = dict(zip(terms, slope * fitted[1:]))
    log_odds = intercept + sum(
        weights[name] * z(test["values"][name], c, s, clip) for name, (c, s, _, clip) in terms.items())
    releveled = prior_log_odds(test["values"]) + shift(prior_log_odds(train["values"]), train["churned"].sum())
    base_rate = train["churned"].mean()
    json.dump({
        "rows": len(rows["churned"]),
        "test_windows": int(last),
        "lambda": penalty,
        "slope": float(slope),
        "offset": float(offset),
        "intercept": float(intercept),
        "weights": {name: float(weight) for name, weight in weights.items()},
        "dropped": dropped,
        "level_shift": float(shift(prior_log_odds(rows["values"]), rows["churned"].sum())),
        "test": quality(expit(log_odds), test, base_rate),
        "calibration_table": table(expit(log_odds), test),
        "prior": quality(expit(releveled), test, base_rate),
    }, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main(sys.argv[1])
