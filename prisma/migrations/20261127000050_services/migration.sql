-- Made by prisma/seed/reference-sql.ts from the lists in prisma/seed. What only one operator has is added at the desk.

INSERT INTO service (code, kind, name, name_en, note, note_en, position, station, operator_id, types)
SELECT v.code, v.kind::service_kind, v.name, v.name_en, v.note, v.note_en, v.position::int, v.station, o.id, coalesce(string_to_array(v.types, ' '), '{}') FROM (VALUES
  ('advis'::text, 'chain'::text, 'Advis om sygehusophold'::text, 'Hospital notification'::text, 'egen kanal'::text, 'its own channel'::text, '10'::text, NULL::text, NULL::text, 'FDIS20'::text),
  ('hjemmepleje', 'chain', 'Hjemmepleje og sygehus', 'Home care and hospital', NULL, NULL, '20', NULL, NULL, 'XDIS16 XDIS18 XDIS22 XREF15 XREF22 GGOP homecareobservation'),
  ('korrespondance', 'chain', 'Korrespondance', 'Correspondence', 'CareCommunication', 'CareCommunication', '30', NULL, NULL, 'FDIS91 XDIS91 DIS91'),
  ('aeldre-advis', 'chain', 'Ældre advis (XDIS17, XDIS20)', 'Older notifications (XDIS17, XDIS20)', 'lukkes', 'being closed', '40', NULL, NULL, 'XDIS17 XDIS20 DIS17 DIS20'),
  ('vans-kmd', 'station', 'KMD VANS', 'KMD VANS', NULL, NULL, '10', 'vans', 'kmd', NULL),
  ('vans-multimed', 'station', 'MultiMed VANS', 'MultiMed VANS', NULL, NULL, '20', 'vans', 'multimed', NULL),
  ('vans-truecommerce', 'station', 'TrueCommerce VANS', 'TrueCommerce VANS', NULL, NULL, '30', 'vans', 'truecommerce', NULL),
  ('sundhedsagent', 'station', 'Sundhedsagent', 'Health agent', NULL, NULL, '40', 'agent', 'sundhedsagent', NULL),
  ('beskedfordeler', 'station', 'Beskedfordeler', 'Message distributor', NULL, NULL, '50', 'distributor', 'beskedfordeler', NULL),
  ('postkasser', 'station', 'Postkasser', 'Mailboxes', 'dueslag hos Beskedfordeler', 'at the message distributor', '60', 'mailbox', NULL, NULL),
  ('modtagersystemer', 'station', 'Modtagersystemer', 'Recipient systems', NULL, NULL, '70', 'recipient', NULL, NULL)
) AS v (code, kind, name, name_en, note, note_en, position, station, operator, types)
LEFT JOIN station_operator o ON o.code = v.operator;

INSERT INTO service_dependency (chain_id, station_id, whole)
SELECT c.id, s.id, v.whole::boolean FROM (VALUES
  ('advis'::text, 'sundhedsagent'::text, 'true'::text),
  ('advis', 'postkasser', 'true'),
  ('advis', 'modtagersystemer', 'true'),
  ('advis', 'vans-kmd', 'false'),
  ('advis', 'beskedfordeler', 'false'),
  ('hjemmepleje', 'modtagersystemer', 'true'),
  ('hjemmepleje', 'vans-kmd', 'false'),
  ('hjemmepleje', 'vans-multimed', 'false'),
  ('hjemmepleje', 'vans-truecommerce', 'false'),
  ('korrespondance', 'modtagersystemer', 'true'),
  ('korrespondance', 'vans-kmd', 'false'),
  ('korrespondance', 'vans-multimed', 'false'),
  ('korrespondance', 'vans-truecommerce', 'false'),
  ('aeldre-advis', 'sundhedsagent', 'true'),
  ('aeldre-advis', 'postkasser', 'true'),
  ('aeldre-advis', 'modtagersystemer', 'true'),
  ('aeldre-advis', 'vans-kmd', 'false'),
  ('aeldre-advis', 'beskedfordeler', 'false')
) AS v (chain, station, whole)
JOIN service c ON c.code = v.chain JOIN service s ON s.code = v.station;

-- KOMBIT's promise of the Serviceplatform; that it holds for these services too is assumed: their own were not found.
-- It begins before anything that is seen here.
INSERT INTO objective (service_id, valid_from, work_from, work_to, working_target, other_target, source, assumed)
SELECT id, '2024-01-01', 6, 18, 0.998, 0.985, 'KOM SF2900 2.4 §1.3.1', true FROM service ORDER BY id;
