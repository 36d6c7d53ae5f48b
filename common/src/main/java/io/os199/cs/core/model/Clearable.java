package io.os199.cs.core.model;

/** The fields of a client that can be emptied. */
public enum Clearable {
    EXTERNAL_ID,
    INDUSTRY,
    CSM_ASSIGNED,
    RENEWAL_DATE,
    INCLUDED_USERS
}
