package io.os199.cs.integration;

import io.os199.cs.platform.json.WireName;

/** An external service. */
public enum Integration {
    ZENDESK,
    INTERCOM,
    MIXPANEL,
    SENDGRID;

    /** Returns the name as tables, metrics and addresses spell it. */
    public String wireName() {
        return WireName.of(this);
    }
}
