package io.os199.cs.person;

/** What an erasure does to a column. */
public enum Handling {
    /** An address or a user key: replaced by its pseudonym wherever it stands. */
    PSEUDONYM("replaced by a pseudonym"),

    /** A name: replaced by the pseudonym's name in the person's rows. */
    NAME("replaced by a pseudonym"),

    /** What the person wrote, or what was written about them alone: replaced as a whole in the person's rows. */
    WORDS("replaced as a whole"),

    /** Derived from what the person wrote: the person's rows are deleted unless another row holds the same value. */
    PHRASE("deleted where nobody else says it"),

    /** Emptied in the person's rows. */
    EMPTIED("emptied"),

    /** Words that anybody may have written: the person's address and names in them are replaced. */
    MENTIONS("mentions replaced"),

    /** External content stored exactly as it was sent: emptied where it mentions the person. */
    SCRAPPED("emptied where it mentions the person"),

    /** Stays as it is, for a reason. */
    KEPT("kept");

    private final String words;

    Handling(String words) {
        this.words = words;
    }

    /** The handling in words for people. */
    public String words() {
        return words;
    }
}
