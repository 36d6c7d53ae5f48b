package io.os199.cs.platform.text;

/** A record whose {@link Personal} name may be a colleague's; colleagues' names are not masked. */
public interface OfEitherSide {
    /** Whether it is about one of our own people. */
    boolean ofColleague();
}
