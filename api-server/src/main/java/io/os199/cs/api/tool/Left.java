package io.os199.cs.api.tool;

/** What a call that did not finish left behind. */
enum Left {
    /** It only read. */
    NOTHING("nothing was changed"),
    /** It should have written, and did not. */
    NOTHING_WRITTEN("nothing of it was written"),
    /** It committed something before it ended, or never learned whether it had. */
    PERHAPS("it may have been done");

    private final String words;

    Left(String words) {
        this.words = words;
    }

    static Left by(ToolInfo info, Call call) {
        if (info.effect() == Effect.READ) {
            return NOTHING;
        }
        return call.cancellation().mayHaveWritten() ? PERHAPS : NOTHING_WRITTEN;
    }

    /** What was done, and how to go on: {@code safely} is the advice where a repetition does nothing twice. */
    String again(String safely) {
        String advice =
                this == PERHAPS
                        ? "look before you send it again, or send it again with the same"
                                + " idempotency_key"
                        : safely;
        return words + "; " + advice;
    }
}
