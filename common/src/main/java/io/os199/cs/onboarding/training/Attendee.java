package io.os199.cs.onboarding.training;

import io.os199.cs.onboarding.model.Attempt;
import io.os199.cs.onboarding.model.Attempts;
import io.os199.cs.onboarding.model.Attendance;

import org.jspecify.annotations.Nullable;

/**
 * A person in a session.
 *
 * @param inContacts whether the person is a current contact of the client
 * @param attempts at the session's module, in any session
 * @param attempt the attempt made in this session
 */
public record Attendee(
        String email,
        boolean inContacts,
        Attendance attendance,
        @Nullable Integer attendedMinutes,
        @Nullable Integer feedbackRating,
        Attempts attempts,
        @Nullable Attempt attempt) {}
