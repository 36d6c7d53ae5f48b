#!/usr/bin/env Rscript
# What R makes of minutes, ratings, weeks and shares, on samples drawn with a fixed seed:
#
#     build/oracle/support.R > common/src/test/resources/io/os199/cs/support/performance/r.csv
#
# Needs Debian's r-base-core. Percentiles are quantile's (its type 7 is PostgreSQL's percentile_cont), rank correlations cor's, slopes lm's, and
# the z of two shares is the root of prop.test's statistic without correction. PerformanceOracleDaoTest holds the product's figures against the
# output.
set.seed(20261128)

line <- function(kind, input, values)
  cat(kind, ",", paste(input, collapse = " "), ",", paste(sprintf("%.10f", values), collapse = " "), "\n", sep = "")

cat("kind,input,values\n")
for (i in 1:40) {
  seconds <- round(rlnorm(sample(20:80, 1), 9, 1.2))
  line("percentiles", seconds, c(mean(seconds), quantile(seconds, c(0.5, 0.9, 0.95))) / 60)
}
for (i in 1:40) {
  n <- sample(20:80, 1)
  rating <- sample(1:5, n, replace = TRUE)
  seconds <- round(rlnorm(n, 9, 1.2) / rating) * 60
  line("spearman", c(rating, seconds), cor(rating, seconds, method = "spearman"))
}
for (i in 1:40) {
  weeks <- rpois(sample(8:52, 1), sample(1:60, 1))
  x <- seq_along(weeks) - 1
  line("slope", weeks, c(mean(weeks), coef(lm(weeks ~ x))[2]))
}
for (i in 1:40) {
  n <- sample(20:300, 2, replace = TRUE); k <- c(sample(1:(n[1] - 1), 1), sample(1:(n[2] - 1), 1))
  test <- suppressWarnings(prop.test(k, n, correct = FALSE))
  line("two_shares", c(k[1], n[1], k[2], n[2]), sign(k[1] / n[1] - k[2] / n[2]) * sqrt(test$statistic))
}
