-- Made by prisma/seed/reference-sql.ts from the lists in prisma/seed. Reference lists are facts, not demo data.

INSERT INTO organisation (kind, code, name, valid_from, valid_to)
SELECT v.kind::organisation_kind, v.code, v.name, v.valid_from::date, v.valid_to::date FROM (VALUES
  ('region'::text, '1081'::text, 'Region Nordjylland'::text, '2007-01-01'::text, NULL::text),
  ('region', '1082', 'Region Midtjylland', '2007-01-01', NULL),
  ('region', '1083', 'Region Syddanmark', '2007-01-01', NULL),
  ('region', '1084', 'Region Hovedstaden', '2007-01-01', '2026-12-31'),
  ('region', '1085', 'Region Sjælland', '2007-01-01', '2026-12-31'),
  ('region', NULL, 'Region Østdanmark', '2027-01-01', NULL)
) AS v (kind, code, name, valid_from, valid_to);

INSERT INTO organisation (kind, code, name, cvr)
SELECT v.kind::organisation_kind, v.code, v.name, v.cvr FROM (VALUES
  ('municipality'::text, '0101'::text, 'København'::text, '64942212'::text),
  ('municipality', '0147', 'Frederiksberg', '11259979'),
  ('municipality', '0151', 'Ballerup', '58271713'),
  ('municipality', '0153', 'Brøndby', '65113015'),
  ('municipality', '0155', 'Dragør', '12881517'),
  ('municipality', '0157', 'Gentofte', '19438414'),
  ('municipality', '0159', 'Gladsaxe', '62761113'),
  ('municipality', '0161', 'Glostrup', '65120119'),
  ('municipality', '0163', 'Herlev', '63640719'),
  ('municipality', '0165', 'Albertslund', '66137112'),
  ('municipality', '0167', 'Hvidovre', '55606617'),
  ('municipality', '0169', 'Høje-Taastrup', '19501817'),
  ('municipality', '0173', 'Lyngby-Taarbæk', '11715311'),
  ('municipality', '0175', 'Rødovre', '65307316'),
  ('municipality', '0183', 'Ishøj', '11931316'),
  ('municipality', '0185', 'Tårnby', '20310413'),
  ('municipality', '0187', 'Vallensbæk', '19583910'),
  ('municipality', '0190', 'Furesø', '29188327'),
  ('municipality', '0201', 'Allerød', '60183112'),
  ('municipality', '0210', 'Fredensborg', '29188335'),
  ('municipality', '0217', 'Helsingør', '64502018'),
  ('municipality', '0219', 'Hillerød', '29189366'),
  ('municipality', '0223', 'Hørsholm', '70960516'),
  ('municipality', '0230', 'Rudersdal', '29188378'),
  ('municipality', '0240', 'Egedal', '29188386'),
  ('municipality', '0250', 'Frederikssund', '29189129'),
  ('municipality', '0253', 'Greve', '44023911'),
  ('municipality', '0259', 'Køge', '29189374'),
  ('municipality', '0260', 'Halsnæs', '29188416'),
  ('municipality', '0265', 'Roskilde', '29189404'),
  ('municipality', '0269', 'Solrød', '68534917'),
  ('municipality', '0270', 'Gribskov', '29188440'),
  ('municipality', '0306', 'Odsherred', '29188459'),
  ('municipality', '0316', 'Holbæk', '29189447'),
  ('municipality', '0320', 'Faxe', '29188475'),
  ('municipality', '0326', 'Kalundborg', '29189595'),
  ('municipality', '0329', 'Ringsted', '18957981'),
  ('municipality', '0330', 'Slagelse', '29188505'),
  ('municipality', '0336', 'Stevns', '29208654'),
  ('municipality', '0340', 'Sorø', '29189994'),
  ('municipality', '0350', 'Lejre', '29188548'),
  ('municipality', '0360', 'Lolland', '29188572'),
  ('municipality', '0370', 'Næstved', '29189625'),
  ('municipality', '0376', 'Guldborgsund', '29188599'),
  ('municipality', '0390', 'Vordingborg', '29189676'),
  ('municipality', '0400', 'Bornholm', '26696348'),
  ('municipality', '0410', 'Middelfart', '29189684'),
  ('municipality', '0420', 'Assens', '29189692'),
  ('municipality', '0430', 'Faaborg-Midtfyn', '29188645'),
  ('municipality', '0440', 'Kerteminde', '29189706'),
  ('municipality', '0450', 'Nyborg', '29189722'),
  ('municipality', '0461', 'Odense', '35209115'),
  ('municipality', '0479', 'Svendborg', '29189730'),
  ('municipality', '0480', 'Nordfyns', '29188947'),
  ('municipality', '0482', 'Langeland', '29188955'),
  ('municipality', '0492', 'Ærø', '28856075'),
  ('municipality', '0510', 'Haderslev', '29189757'),
  ('municipality', '0530', 'Billund', '29189765'),
  ('municipality', '0540', 'Sønderborg', '29189773'),
  ('municipality', '0550', 'Tønder', '29189781'),
  ('municipality', '0561', 'Esbjerg', '29189803'),
  ('municipality', '0563', 'Fanø', '31210917'),
  ('municipality', '0573', 'Varde', '29189811'),
  ('municipality', '0575', 'Vejen', '29189838'),
  ('municipality', '0580', 'Aabenraa', '29189854'),
  ('municipality', '0607', 'Fredericia', '69116418'),
  ('municipality', '0615', 'Horsens', '29189889'),
  ('municipality', '0621', 'Kolding', '29189897'),
  ('municipality', '0630', 'Vejle', '29189900'),
  ('municipality', '0657', 'Herning', '29189919'),
  ('municipality', '0661', 'Holstebro', '29189927'),
  ('municipality', '0665', 'Lemvig', '29189935'),
  ('municipality', '0671', 'Struer', '29189951'),
  ('municipality', '0706', 'Syddjurs', '29189978'),
  ('municipality', '0707', 'Norddjurs', '29189986'),
  ('municipality', '0710', 'Favrskov', '29189714'),
  ('municipality', '0727', 'Odder', '32264328'),
  ('municipality', '0730', 'Randers', '29189668'),
  ('municipality', '0740', 'Silkeborg', '29189641'),
  ('municipality', '0741', 'Samsø', '23795515'),
  ('municipality', '0746', 'Skanderborg', '29189633'),
  ('municipality', '0751', 'Aarhus', '55133018'),
  ('municipality', '0756', 'Ikast-Brande', '29189617'),
  ('municipality', '0760', 'Ringkøbing-Skjern', '29189609'),
  ('municipality', '0766', 'Hedensted', '29189587'),
  ('municipality', '0773', 'Morsø', '41333014'),
  ('municipality', '0779', 'Skive', '29189579'),
  ('municipality', '0787', 'Thisted', '29189560'),
  ('municipality', '0791', 'Viborg', '29189846'),
  ('municipality', '0810', 'Brønderslev', '29189501'),
  ('municipality', '0813', 'Frederikshavn', '29189498'),
  ('municipality', '0820', 'Vesthimmerlands', '29189471'),
  ('municipality', '0825', 'Læsø', '45973328'),
  ('municipality', '0840', 'Rebild', '29189463'),
  ('municipality', '0846', 'Mariagerfjord', '29189455'),
  ('municipality', '0849', 'Jammerbugt', '29189439'),
  ('municipality', '0851', 'Aalborg', '29189420'),
  ('municipality', '0860', 'Hjørring', '29189382')
) AS v (kind, code, name, cvr);

-- A municipality belongs to its region for as long as the region exists: what was before 2027 stays under the old one.

INSERT INTO membership (member_id, region_id, valid_from, valid_to)
SELECT m.id, r.id, r.valid_from, r.valid_to FROM (VALUES
  ('0101'::text, '1084'::text),
  ('0147', '1084'),
  ('0151', '1084'),
  ('0153', '1084'),
  ('0155', '1084'),
  ('0157', '1084'),
  ('0159', '1084'),
  ('0161', '1084'),
  ('0163', '1084'),
  ('0165', '1084'),
  ('0167', '1084'),
  ('0169', '1084'),
  ('0173', '1084'),
  ('0175', '1084'),
  ('0183', '1084'),
  ('0185', '1084'),
  ('0187', '1084'),
  ('0190', '1084'),
  ('0201', '1084'),
  ('0210', '1084'),
  ('0217', '1084'),
  ('0219', '1084'),
  ('0223', '1084'),
  ('0230', '1084'),
  ('0240', '1084'),
  ('0250', '1084'),
  ('0253', '1085'),
  ('0259', '1085'),
  ('0260', '1084'),
  ('0265', '1085'),
  ('0269', '1085'),
  ('0270', '1084'),
  ('0306', '1085'),
  ('0316', '1085'),
  ('0320', '1085'),
  ('0326', '1085'),
  ('0329', '1085'),
  ('0330', '1085'),
  ('0336', '1085'),
  ('0340', '1085'),
  ('0350', '1085'),
  ('0360', '1085'),
  ('0370', '1085'),
  ('0376', '1085'),
  ('0390', '1085'),
  ('0400', '1084'),
  ('0410', '1083'),
  ('0420', '1083'),
  ('0430', '1083'),
  ('0440', '1083'),
  ('0450', '1083'),
  ('0461', '1083'),
  ('0479', '1083'),
  ('0480', '1083'),
  ('0482', '1083'),
  ('0492', '1083'),
  ('0510', '1083'),
  ('0530', '1083'),
  ('0540', '1083'),
  ('0550', '1083'),
  ('0561', '1083'),
  ('0563', '1083'),
  ('0573', '1083'),
  ('0575', '1083'),
  ('0580', '1083'),
  ('0607', '1083'),
  ('0615', '1082'),
  ('0621', '1083'),
  ('0630', '1083'),
  ('0657', '1082'),
  ('0661', '1082'),
  ('0665', '1082'),
  ('0671', '1082'),
  ('0706', '1082'),
  ('0707', '1082'),
  ('0710', '1082'),
  ('0727', '1082'),
  ('0730', '1082'),
  ('0740', '1082'),
  ('0741', '1082'),
  ('0746', '1082'),
  ('0751', '1082'),
  ('0756', '1082'),
  ('0760', '1082'),
  ('0766', '1082'),
  ('0773', '1081'),
  ('0779', '1082'),
  ('0787', '1081'),
  ('0791', '1082'),
  ('0810', '1081'),
  ('0813', '1081'),
  ('0820', '1081'),
  ('0825', '1081'),
  ('0840', '1081'),
  ('0846', '1081'),
  ('0849', '1081'),
  ('0851', '1081'),
  ('0860', '1081')
) AS v (code, region)
JOIN organisation m ON m.kind = 'municipality' AND m.code = v.code
JOIN organisation r ON r.kind = 'region' AND r.code = v.region;

INSERT INTO membership (member_id, region_id, valid_from)
SELECT m.id, r.id, r.valid_from FROM (VALUES
  ('0101'::text, '1084'::text),
  ('0147', '1084'),
  ('0151', '1084'),
  ('0153', '1084'),
  ('0155', '1084'),
  ('0157', '1084'),
  ('0159', '1084'),
  ('0161', '1084'),
  ('0163', '1084'),
  ('0165', '1084'),
  ('0167', '1084'),
  ('0169', '1084'),
  ('0173', '1084'),
  ('0175', '1084'),
  ('0183', '1084'),
  ('0185', '1084'),
  ('0187', '1084'),
  ('0190', '1084'),
  ('0201', '1084'),
  ('0210', '1084'),
  ('0217', '1084'),
  ('0219', '1084'),
  ('0223', '1084'),
  ('0230', '1084'),
  ('0240', '1084'),
  ('0250', '1084'),
  ('0253', '1085'),
  ('0259', '1085'),
  ('0260', '1084'),
  ('0265', '1085'),
  ('0269', '1085'),
  ('0270', '1084'),
  ('0306', '1085'),
  ('0316', '1085'),
  ('0320', '1085'),
  ('0326', '1085'),
  ('0329', '1085'),
  ('0330', '1085'),
  ('0336', '1085'),
  ('0340', '1085'),
  ('0350', '1085'),
  ('0360', '1085'),
  ('0370', '1085'),
  ('0376', '1085'),
  ('0390', '1085'),
  ('0400', '1084')
) AS v (code, region)
JOIN organisation m ON m.kind = 'municipality' AND m.code = v.code
JOIN organisation r ON r.kind = 'region' AND r.name = 'Region Østdanmark';

INSERT INTO organisation (kind, name)
SELECT v.kind::organisation_kind, v.name FROM (VALUES
  ('operator'::text, 'KOMBIT'::text),
  ('vans', 'MultiMed'),
  ('vans', 'TrueCommerce'),
  ('vendor', 'CGI'),
  ('vendor', 'Dedalus Healthcare Denmark'),
  ('vendor', 'EG'),
  ('vendor', 'Epic'),
  ('vendor', 'KMD'),
  ('vendor', 'Netcompany'),
  ('vendor', 'Systematic')
) AS v (kind, name);

INSERT INTO system (code, name, vendor_id)
SELECT v.code, v.name, o.id FROM (VALUES
  ('cura'::text, 'Cura'::text, 'Systematic'::text),
  ('nexus', 'Nexus', 'KMD'),
  ('sapa', 'SAPA', 'Netcompany'),
  ('sensum-bosted', 'Sensum Bosted', 'EG'),
  ('modulus-social', 'Modulus Social', 'Netcompany'),
  ('vitae-suite', 'VITAE Suite', 'Dedalus Healthcare Denmark'),
  ('columna-cis', 'Columna CIS', 'Systematic'),
  ('sundhedsplatformen', 'Sundhedsplatformen', 'Epic'),
  ('cosmic', 'Cosmic', 'CGI')
) AS v (code, name, vendor)
JOIN organisation o ON o.kind = 'vendor' AND o.name = v.vendor;

INSERT INTO message_type (code, family, version, name, name_en, advis)
SELECT v.code, v.family, v.version, v.name, v.name_en, v.advis::boolean FROM (VALUES
  ('FDIS20'::text, 'FHIR'::text, '3.0'::text, 'Advis om sygehusophold'::text, 'Hospital notification'::text, 'true'::text),
  ('FDIS91', 'FHIR', '5.0', 'Korrespondancemeddelelse', 'Care communication', 'false'),
  ('FCTL', 'FHIR', '2.0', 'Kvittering', 'Acknowledgement', 'false'),
  ('homecareobservation', 'FHIR', NULL, 'Måling fra hjemmesygeplejen', 'Home care observation', 'false'),
  ('XDIS17', 'OIOXML', 'XD1730C', 'Advis om udskrivning', 'Notification of discharge', 'true'),
  ('XDIS20', 'OIOXML', 'XD2030C', 'Advis om indlæggelse', 'Notification of admission', 'true'),
  ('XDIS16', 'OIOXML', 'XD1634C', 'Indlæggelsesrapport', 'Report of admission', 'false'),
  ('XDIS18', 'OIOXML', 'XD1834C', 'Udskrivningsrapport', 'Report of discharge', 'false'),
  ('XDIS91', 'OIOXML', 'XD9134L', 'Korrespondancebrev', 'Clinical e-mail', 'false'),
  ('XDIS22', 'OIOXML', 'XD2230L', 'Svar fra kommunal akutfunktion', 'Emergency municipality letter', 'false'),
  ('XREF01', 'OIOXML', 'XH0131R', 'Sygehushenvisning', 'Hospital referral', 'false'),
  ('XREF15', 'OIOXML', 'XH1530R', 'Henvisning til kommunen', 'Municipality referral', 'false'),
  ('XREF22', 'OIOXML', 'XH2230R', 'Henvisning til kommunal akutfunktion', 'Emergency municipality referral', 'false'),
  ('GGOP', 'OIOXML', 'GGOP100', 'Genoptræningsplan', 'Rehabilitation plan', 'false'),
  ('XBIN01', 'OIOXML', 'XB0131X', 'Bilag', 'Binary letter', 'false'),
  ('XCTL01', 'OIOXML', 'XC0130Q', 'Negativ VANS-kvittering', 'Negative VANS receipt', 'false'),
  ('XCTL02', 'OIOXML', 'XC0230Q', 'Negativ kvittering', 'Negative receipt', 'false'),
  ('XCTL03', 'OIOXML', 'XC0330Q', 'Positiv kvittering', 'Positive receipt', 'false'),
  ('DIS17', 'EDIFACT', 'D1730C', 'Advis om udskrivning', 'Notification of discharge', 'true'),
  ('DIS20', 'EDIFACT', 'D2030C', 'Advis om indlæggelse', 'Notification of admission', 'true'),
  ('DIS91', 'EDIFACT', 'D9134L', 'Korrespondancebrev', 'Clinical e-mail', 'false'),
  ('CTL01', 'EDIFACT', 'C0130Q', 'Negativ VANS-kvittering', 'Negative VANS receipt', 'false'),
  ('CTL02', 'EDIFACT', 'C0230Q', 'Negativ kvittering', 'Negative receipt', 'false'),
  ('CTL03', 'EDIFACT', 'C0330Q', 'Positiv kvittering', 'Positive receipt', 'false')
) AS v (code, family, version, name, name_en, advis);

UPDATE message_type t SET successor_id = s.id FROM (VALUES
  ('XDIS17'::text, 'FDIS20'::text),
  ('XDIS20', 'FDIS20'),
  ('XDIS91', 'FDIS91'),
  ('XCTL01', 'FCTL'),
  ('XCTL02', 'FCTL'),
  ('XCTL03', 'FCTL'),
  ('DIS17', 'FDIS20'),
  ('DIS20', 'FDIS20'),
  ('DIS91', 'FDIS91'),
  ('CTL01', 'FCTL'),
  ('CTL02', 'FCTL'),
  ('CTL03', 'FCTL')
) AS v (code, successor) JOIN message_type s ON s.code = v.successor WHERE t.code = v.code;

INSERT INTO deadline_policy (type_id, valid_from, warn_minutes, overdue_minutes, resends, source)
SELECT t.id, v.valid_from::timestamp AT TIME ZONE 'Europe/Copenhagen', v.warn::int, v.overdue::int, v.resends::int, v.source FROM (VALUES
  (NULL::text, '1990-01-01'::text, '20'::text, '30'::text, '2'::text, 'Standard, som MedComs regel for FHIR-meddelelser'::text),
  ('FDIS20', '1990-01-01', '20', '30', '2', 'MedCom, governance for meddelelseskommunikation (020): gensend efter 30 minutter, højst to gange'),
  ('FDIS91', '1990-01-01', '20', '30', '2', 'MedCom, governance for meddelelseskommunikation (020): gensend efter 30 minutter, højst to gange'),
  ('homecareobservation', '1990-01-01', '20', '30', '2', 'MedCom, governance for meddelelseskommunikation (020): gensend efter 30 minutter, højst to gange'),
  ('XDIS91', '1990-01-01', '90', '120', '3', 'MedCom, VANS-konverteringsløsning: 120 minutter'),
  ('XDIS91', '2025-04-01', '90', '4320', '3', 'MedCom, VANS-konverteringsløsning 2.0.1: 72 timer'),
  ('XDIS91', '2025-12-01', '90', '120', '3', 'MedCom, VANS-konverteringsløsning 3.0.2: 120 minutter'),
  ('XBIN01', '1990-01-01', '90', '120', '3', 'MedCom, VANS-konverteringsløsning: 120 minutter'),
  ('XBIN01', '2025-04-01', '90', '4320', '3', 'MedCom, VANS-konverteringsløsning 2.0.1: 72 timer'),
  ('XBIN01', '2025-12-01', '90', '120', '3', 'MedCom, VANS-konverteringsløsning 3.0.2: 120 minutter')
) AS v (type, valid_from, warn, overdue, resends, source)
LEFT JOIN message_type t ON t.code = v.type;

INSERT INTO station_operator (code, name, organisation_id)
SELECT v.code, v.name, o.id FROM (VALUES
  ('kmd'::text, 'KMD'::text, 'KMD'::text),
  ('multimed', 'MultiMed', 'MultiMed'),
  ('truecommerce', 'TrueCommerce', 'TrueCommerce'),
  ('sundhedsagent', 'Sundhedsagenten', NULL),
  ('beskedfordeler', 'Fælleskommunal Beskedfordeler', 'KOMBIT')
) AS v (code, name, organisation)
LEFT JOIN organisation o ON o.kind IN ('operator', 'vans', 'vendor') AND o.name = v.organisation;

-- What `ingest` reports as: it may report everything, and vouches for nothing.
INSERT INTO source (code, name, organisation_id) SELECT 'files', 'Filer', id FROM organisation WHERE kind = 'operator';
INSERT INTO source_scope (source_id, receipts) SELECT id, false FROM source WHERE code = 'files';
