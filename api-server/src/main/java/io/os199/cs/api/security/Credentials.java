package io.os199.cs.api.security;

/** One kind of bearer credential. */
public interface Credentials {
    /** Whether {@code bearer} is of this kind, judged by its form alone. */
    boolean recognises(String bearer);

    /** Determines who sent a {@code bearer} of this kind. */
    Verdict judge(String bearer);
}
