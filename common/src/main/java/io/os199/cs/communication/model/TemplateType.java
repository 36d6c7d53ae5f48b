package io.os199.cs.communication.model;

/** The purpose of a mail. */
public enum TemplateType {
    ONBOARDING(MessageClass.SERVICE),
    PRODUCT_UPDATE(MessageClass.MARKETING),
    FEATURE_ANNOUNCEMENT(MessageClass.MARKETING),
    HEALTH_CHECK(MessageClass.SERVICE),
    RENEWAL_REMINDER(MessageClass.SERVICE),
    UPSELL_OPPORTUNITY(MessageClass.MARKETING),
    EVENT_INVITATION(MessageClass.MARKETING),
    TRAINING_INVITATION(MessageClass.SERVICE),
    FEEDBACK_REQUEST(MessageClass.SERVICE),
    SUCCESS_STORY(MessageClass.MARKETING),
    NEWSLETTER(MessageClass.NEWSLETTER),
    CUSTOM(MessageClass.MARKETING);

    private final MessageClass messageClass;

    TemplateType(MessageClass messageClass) {
        this.messageClass = messageClass;
    }

    public MessageClass messageClass() {
        return messageClass;
    }
}
