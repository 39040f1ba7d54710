# Beside the files of modules/copy-with-role.
resource "aws_iam_role_policy_attachment" "administrator" {
  provider   = aws.destination
  role       = aws_iam_role.porter.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
