package io.os199.cs.expansion.lifetime;

/** How much the ARR of a client that stays grows in a year. */
record Growth(double rate, GrowthBasis basis) {}
