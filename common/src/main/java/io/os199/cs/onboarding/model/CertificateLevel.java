package io.os199.cs.onboarding.model;

import java.util.Arrays;
import java.util.List;

/** The levels of certificates, the lowest first; each needs a valid certificate of all below it. */
public enum CertificateLevel {
    BASIC,
    INTERMEDIATE,
    ADVANCED,
    EXPERT;

    /** Returns the lower levels, the lowest first. */
    public List<CertificateLevel> lower() {
        return Arrays.stream(values()).filter(each -> each.compareTo(this) < 0).toList();
    }
}
