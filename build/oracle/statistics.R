#!/usr/bin/env Rscript
# What R makes of intervals and of times with open cases, on samples drawn with a fixed seed:
#
#     build/oracle/statistics.R > common/src/test/resources/io/os199/cs/platform/statistics/r.csv
#
# Needs Debian's r-base-core and r-cran-survival. Wilson's interval is prop.test's, Student's is t.test's, times are survfit's. R has neither
# Newcombe's interval, which is put together from prop.test's here, nor the adjusted Wald interval, which is written from its definition.
# StatisticsOracleTest holds the product's statistics against the output.
suppressMessages(library(survival))
set.seed(20261128)

wilson <- function(k, n) suppressWarnings(prop.test(k, n, correct = FALSE)$conf.int)
row <- function(kind, input, low, high)
  cat(kind, paste(input, collapse = " "), sprintf("%.10f", low), sprintf("%.10f", high), sep = ",")
line <- function(...) { row(...); cat("\n") }

cat("kind,input,low,high\n")
for (i in 1:40) {
  n <- sample(1:400, 1); k <- sample(0:n, 1)
  w <- wilson(k, n)
  line("wilson", c(k, n), w[1], w[2])
}
for (i in 1:40) {
  n <- sample(5:200, 2, replace = TRUE); k <- c(sample(0:n[1], 1), sample(0:n[2], 1))
  p <- k / n; a <- wilson(k[1], n[1]); b <- wilson(k[2], n[2])
  line("newcombe", c(k[1], n[1], k[2], n[2]),
       p[1] - p[2] - sqrt((p[1] - a[1])^2 + (b[2] - p[2])^2),
       p[1] - p[2] + sqrt((a[2] - p[1])^2 + (p[2] - b[1])^2))
}
for (i in 1:40) {
  n <- sample(5:300, 1); up <- sample(0:n, 1); down <- sample(0:(n - up), 1)
  p <- (up + 0.75) / (n + 3); d <- (down + 0.75) / (n + 3); m <- p - d
  s <- qnorm(0.975) * sqrt((p + d - m^2) / (n + 3))
  line("adjusted_wald", c(up, down, n), max(-1, m - s), min(1, m + s))
}
for (i in 1:40) {
  x <- round(rnorm(sample(2:40, 1), 4, 2), 2)
  if (sd(x) == 0) next
  ci <- t.test(x)$conf.int
  line("student", sprintf("%.2f", x), ci[1], ci[2])
}
# Days, negative where the case is open; low: the smallest day on which at most half are open, high: on which at most a quarter are. R takes the
# middle of the flat piece where the curve is exactly at the share, the contract its beginning, so the days are read off R's curve.
for (i in 1:40) {
  n <- sample(5:60, 1)
  days <- sample(1:50, n, replace = TRUE); reached <- rbinom(n, 1, 0.7)
  fit <- survfit(Surv(days, reached) ~ 1)
  at <- function(share) { d <- fit$time[fit$surv <= share + 1e-9]; if (length(d)) d[1] else -1 }
  line("kaplan_meier", ifelse(reached == 1, days, -days), at(0.5), at(0.25))
}
