SELECT
    (SELECT count(*) FROM cooperative) AS formed,
    (
        SELECT count(*) FROM cooperative
        WHERE portal_status = 'listed'
    ) AS in_portal,
    (
        SELECT count(*) FROM cooperative
        WHERE construction_stage = 'started'
    ) AS under_construction,
    (
        SELECT count(*) FROM cooperative
        WHERE is_model
    ) AS models,
    (
        SELECT count(*) FROM person
        WHERE is_demonstration AND disabled_at IS NULL
    ) AS staff,
    (SELECT count(*) FROM site) AS sites,
    (
        SELECT count(*) FROM zone
        WHERE valid_to IS NULL AND colour = 'green'
    ) AS green,
    (
        SELECT count(*) FROM zone
        WHERE valid_to IS NULL AND colour = 'yellow'
    ) AS yellow,
    (
        SELECT count(*) FROM zone
        WHERE valid_to IS NULL AND colour = 'red'
    ) AS red,
    (SELECT count(*) FROM progress_report) AS reports
