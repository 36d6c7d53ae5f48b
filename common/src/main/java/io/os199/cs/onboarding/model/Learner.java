package io.os199.cs.onboarding.model;

import java.util.List;

/**
 * The attempts and certificates of one person at a client.
 *
 * @param email lower case
 */
public record Learner(String email, List<Attempt> attempts, List<Certificate> certificates) {
    public Learner {
        attempts = List.copyOf(attempts);
        certificates = List.copyOf(certificates);
    }

    /** Returns the attempts at one module. */
    public Attempts at(String moduleId, int most) {
        return new Attempts(
                attempts.stream().filter(each -> each.moduleId().equals(moduleId)).toList(), most);
    }

    /** Returns this person without the attempts made in a session. */
    public Learner without(String sessionId) {
        return new Learner(
                email,
                attempts.stream().filter(each -> !sessionId.equals(each.sessionId())).toList(),
                certificates);
    }
}
