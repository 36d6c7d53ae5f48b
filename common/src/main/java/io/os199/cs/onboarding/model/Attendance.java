package io.os199.cs.onboarding.model;

/** Whether somebody came to a training. Who is absent may still turn out to have been there, and not the other way round. */
public enum Attendance {
    INVITED,
    ATTENDED,
    ABSENT
}
