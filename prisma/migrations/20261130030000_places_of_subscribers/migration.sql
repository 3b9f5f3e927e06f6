-- What waits to be answered asked for one place or none; now it may be several.
UPDATE "subscriber_mail" SET "wish" = ("wish" - 'place') || jsonb_build_object('places',
  CASE WHEN "wish"->>'place' IS NULL THEN '[]'::jsonb ELSE jsonb_build_array("wish"->>'place') END)
  WHERE "wish" ? 'place';
