package io.os199.cs.integration;

import io.os199.cs.platform.json.WireName;

/** A service outside. */
public enum Integration {
    ZENDESK,
    INTERCOM,
    MIXPANEL,
    SENDGRID;

    /** As tables, figures and addresses spell it. */
    public String wireName() {
        return WireName.of(this);
    }
}
