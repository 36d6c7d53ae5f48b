package io.os199.cs.expansion.lifetime;

/** The yearly growth of the ARR of a client that stays. */
record Growth(double rate, GrowthBasis basis) {}
