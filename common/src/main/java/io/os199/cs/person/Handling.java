package io.os199.cs.person;

/** What an erasure does to a column. */
public enum Handling {
    /** An address or a user key: replaced by its pseudonym wherever it stands. */
    PSEUDONYM("replaced by a pseudonym"),

    /** A name: replaced by the pseudonym's name in the person's rows. */
    NAME("replaced by a pseudonym"),

    /** What the person wrote, or what was written of them alone: replaced as a whole in the person's rows. */
    WORDS("replaced as a whole"),

    /** Taken from what the person wrote: the person's rows are deleted where no other row holds the same. */
    PHRASE("deleted where nobody else says it"),

    /** Emptied in the person's rows. */
    EMPTIED("emptied"),

    /** Anybody's words: of them, the person's address and names are replaced. */
    MENTIONS("mentions replaced"),

    /** Something foreign that was sent as it is: emptied where it mentions the person. */
    SCRAPPED("emptied where it mentions the person"),

    /** Stays as it is, for a reason. */
    KEPT("kept");

    private final String words;

    Handling(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
