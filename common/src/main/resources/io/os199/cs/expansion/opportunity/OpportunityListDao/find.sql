with {{told}}
select j.* from told j where j.opportunity_id = :opportunityId
