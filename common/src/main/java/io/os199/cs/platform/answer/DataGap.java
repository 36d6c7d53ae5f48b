package io.os199.cs.platform.answer;

/**
 * Something that an answer leaves out because it cannot be computed.
 *
 * @param field what is absent, as the path that it would have in the answer
 * @param reason a word that programs can compare, for example {@code no_contract}
 * @param howToFix what has to happen for it to be there
 */
public record DataGap(String field, String reason, String howToFix) {}
