package io.os199.cs.retention.satisfaction;

/** The kind of question that a survey asks. */
public enum SurveyKind {
    /** Would you recommend us: 0 to 10. */
    NPS,
    /** How satisfied are you: 1 to 5. */
    CSAT,
    /** How easy was it: 1 to 7, where 7 is easiest. */
    CES
}
