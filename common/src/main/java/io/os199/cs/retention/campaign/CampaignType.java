package io.os199.cs.retention.campaign;

/** The playbooks that the product ships with. */
public enum CampaignType {
    PROACTIVE_OUTREACH,
    VALUE_REINFORCEMENT,
    SUCCESS_PLANNING,
    EXECUTIVE_OUTREACH,
    ADOPTION_RECOVERY,
    SERVICE_RECOVERY,
    CHAMPION_CHANGE,
    PAYMENT_RECOVERY,
    RENEWAL_SAVE,
    WINBACK
}
