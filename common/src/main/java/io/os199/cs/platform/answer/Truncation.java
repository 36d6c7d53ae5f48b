package io.os199.cs.platform.answer;

/** A list of an answer that was cut from its end, at its bound or for the size of the answer. */
public record Truncation(String list, int shownCount, long totalCount) {}
