teams = {
  billing = { prefix = "in/", readers = ["auditor"] }
  web     = { prefix = "" }
}
