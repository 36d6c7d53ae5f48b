package io.os199.cs.retention.churn;

/**
 * The most likely logistic regression for some rows and a prior: minimizes {@code −log-likelihood + (λ/2) · Σ(w_j −
 * w0_j)²} over the intercept, which is free, and the weights, by Newton's method (Hastie, Tibshirani, Friedman: The
 * Elements of Statistical Learning, 4.4.1, with a ridge that is centered at the prior).
 */
final class LogisticFit {
    private static final int MOST_STEPS = 50;
    private static final int MOST_HALVINGS = 40;
    private static final double SMALL = 1e-8;

    private final double intercept;
    private final double[] weights;

    private LogisticFit(double intercept, double[] weights) {
        this.intercept = intercept;
        this.weights = weights;
    }

    double intercept() {
        return intercept;
    }

    /** Returns the weight of a column. */
    double weight(int column) {
        return weights[column];
    }

    /**
     * @param rows one array of column values per row; at least one row
     * @param happened the outcome of each row
     * @param prior the weights to begin with and to stay near
     * @param lambda 0 for no prior, which needs rows that no plane separates
     */
    static LogisticFit of(double[][] rows, boolean[] happened, double[] prior, double lambda) {
        double[] at = new double[prior.length + 1];
        at[0] = baseRate(happened);
        System.arraycopy(prior, 0, at, 1, prior.length);
        double objective = objective(at, rows, happened, prior, lambda);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] move = newton(at, rows, happened, prior, lambda);
            double share = 1;
            double[] next = moved(at, move, share);
            double better = objective(next, rows, happened, prior, lambda);
            for (int halving = 0; better > objective && halving < MOST_HALVINGS; halving++) {
                share /= 2;
                next = moved(at, move, share);
                better = objective(next, rows, happened, prior, lambda);
            }
            if (better > objective) {
                break;
            }
            at = next;
            objective = better;
            if (largest(move) * share < SMALL) {
                break;
            }
        }
        double[] weights = new double[prior.length];
        System.arraycopy(at, 1, weights, 0, weights.length);
        return new LogisticFit(at[0], weights);
    }

    double logOdds(double[] row) {
        double sum = intercept;
        for (int j = 0; j < weights.length; j++) {
            sum += weights[j] * row[j];
        }
        return sum;
    }

    /** Returns the base rate in log-odds, kept half a row away from never and always. */
    private static double baseRate(boolean[] happened) {
        int count = 0;
        for (boolean each : happened) {
            count += each ? 1 : 0;
        }
        double n = happened.length;
        return Logistic.logOdds(Math.clamp(count / n, 0.5 / n, 1 - 0.5 / n));
    }

    private static double objective(
            double[] at, double[][] rows, boolean[] happened, double[] prior, double lambda) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            sum += Logistic.loss(logOdds(at, rows[i]), happened[i]);
        }
        for (int j = 0; j < prior.length; j++) {
            double off = at[j + 1] - prior[j];
            sum += lambda / 2 * off * off;
        }
        return sum;
    }

    private static double logOdds(double[] at, double[] row) {
        double sum = at[0];
        for (int j = 0; j < row.length; j++) {
            sum += at[j + 1] * row[j];
        }
        return sum;
    }

    /** Returns the step by which the intercept and the weights are to move. */
    private static double[] newton(
            double[] at, double[][] rows, boolean[] happened, double[] prior, double lambda) {
        int size = at.length;
        double[] gradient = new double[size];
        double[][] hessian = new double[size][size];
        double[] row = new double[size];
        row[0] = 1;
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, row, 1, size - 1);
            double p = Logistic.probability(logOdds(at, rows[i]));
            double off = p - (happened[i] ? 1 : 0);
            double weight = p * (1 - p);
            for (int j = 0; j < size; j++) {
                gradient[j] += off * row[j];
                for (int k = 0; k <= j; k++) {
                    hessian[j][k] += weight * row[j] * row[k];
                }
            }
        }
        for (int j = 1; j < size; j++) {
            gradient[j] += lambda * (at[j] - prior[j - 1]);
            hessian[j][j] += lambda;
        }
        return solve(hessian, gradient);
    }

    private static double[] moved(double[] at, double[] move, double share) {
        double[] next = at.clone();
        for (int j = 0; j < next.length; j++) {
            next[j] -= share * move[j];
        }
        return next;
    }

    private static double largest(double[] move) {
        double largest = 0;
        for (double each : move) {
            largest = Math.max(largest, Math.abs(each));
        }
        return largest;
    }

    /**
     * Solves the equations by Cholesky decomposition of the lower triangle, which is overwritten; the matrix is
     * positive definite.
     */
    private static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        for (int j = 0; j < size; j++) {
            for (int i = j; i < size; i++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] =
                        i == j ? Math.sqrt(Math.max(sum, Double.MIN_NORMAL)) : sum / matrix[j][j];
            }
        }
        double[] solved = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solved[i] -= matrix[i][k] * solved[k];
            }
            solved[i] /= matrix[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solved[i] -= matrix[k][i] * solved[k];
            }
            solved[i] /= matrix[i][i];
        }
        return solved;
    }
}
