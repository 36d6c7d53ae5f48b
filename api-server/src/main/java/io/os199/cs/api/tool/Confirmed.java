package io.os199.cs.api.tool;

/** Stands for a person's yes; only {@link Call#confirm} makes one. */
public final class Confirmed {
    static final Confirmed YES = new Confirmed();

    private Confirmed() {}
}
